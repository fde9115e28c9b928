print("nightdesk")
