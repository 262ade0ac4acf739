"""What can be done: one function is one act in one transaction; plain values in, frozen answers out."""
