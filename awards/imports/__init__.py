"""Tables that come in and go out: agencies, services, people and entries, from CSV and XLSX."""
