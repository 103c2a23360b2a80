"""What the toolset ``hr`` knows of employees.

people, team            employees as the caller may see them; whose requests he decides
contracts, payslips     what they earn
time_off, away          requests and balances; who else is away
"""
