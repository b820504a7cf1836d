"""What leaves the house on paper: certificates, result reports, exports."""
