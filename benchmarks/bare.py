"""The yardstick of startup.py: a typer program that prints one panel of rich's, and nothing else."""

import typer
from rich.console import Console
from rich.panel import Panel

app = typer.Typer()


@app.command()
def card() -> None:
    """Print one panel."""
    Console().print(Panel("STOP and NO always count."))


if __name__ == "__main__":
    app()
