"""howopen: how open is a model, and by whose definition?"""
