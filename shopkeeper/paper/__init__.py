"""What leaves the printer: ready values become pages, the same on screen, printer and PDF."""
