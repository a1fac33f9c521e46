"""Frozen records of everything the program knows. Imports nothing of ours beyond this folder.

types        small types: links, days, words
model        what a model file says
license      what each license says, how it is spelt, and which terms grant all four freedoms
vocabulary   every word that data may use
opinion      verdicts of others on models here
site         the site, its pages, its leaderboard, and the developers
peer         other indexes whose results are shown
definition   what a definition asks, as data
fetched      what was found outside, and how asking ended
conflict     where sources disagree
verdict      what the judge finds
results      a verdict in short: outcome, level or tier reached
summary      what lists need of a model
lineage      which model derives from which
change       what changed, and when
catalogue    all of it together
errors       what can be wrong

Records are imported from their module, so that a command pays only for what it needs.
"""
