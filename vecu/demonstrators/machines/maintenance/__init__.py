"""Alarms of a machine that announces failures: few and some missed, or many and hardly any."""
