"""The colours of pictures: on the page by charts.css, in files and in the graphs of workbooks by these."""

# Told apart by colour-blind readers; light and dark alternate for print in grey.
TONES = ("#004c80", "#e58606", "#2f8f5b", "#9c3d97", "#5aa9e6", "#8c5a2b", "#9aa5b1")
HEATS = ("#f3f5f7", "#c9dff0", "#96c0e1", "#5f9fd0", "#22699f", "#003a63", "#b3470b")  # the last is a gap's
