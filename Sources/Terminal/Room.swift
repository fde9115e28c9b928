// Room: Terminal
