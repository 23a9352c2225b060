"""Ways in. Every channel hands each message to the door (door.py), and to nothing else."""
