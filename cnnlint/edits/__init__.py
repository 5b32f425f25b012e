"""Edits of the user's text: the smallest stretch that mends a thing, and all else as it was.

LibCST has read the text, and every place comes from its tree; what stands around it (commas,
comments, line ends, indentation) is read where an edit is wanted, which is seldom. A text with
edits in it is read by LibCST again before anybody sees them.
"""
