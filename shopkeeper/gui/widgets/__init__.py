"""Small parts that every page is built of; each knows how to look, none knows the shop."""
