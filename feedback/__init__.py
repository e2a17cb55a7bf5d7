"""What people are told and asked: home page, reports, files, uses, postings, questionnaires."""
