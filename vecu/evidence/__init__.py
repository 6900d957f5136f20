"""Findings, and the contract by which any room shows what a claim stands on."""
