"""What comes of recommendations: reports, assessments, reminders, the board, and the way of one."""
