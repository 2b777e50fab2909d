"""Grades nbgrader submissions: fast, sandboxed, checked from outside the student's process."""
