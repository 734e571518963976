"""Tests of the rules, without WebAssembly."""
