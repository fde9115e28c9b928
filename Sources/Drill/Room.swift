// Room: Drill
