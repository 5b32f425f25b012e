"""What Keras is: its names, layers, models and training."""
