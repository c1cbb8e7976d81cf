"""Madoguchi (窓口): a self-service terminal for Japan's residence procedures."""
