"""The one loop, the port to a person, and the ways to reach one."""
