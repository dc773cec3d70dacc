"""The fast lane: a cache in front of a WSGI app, and the generation numbers; knows no business."""
