// Room: Engines
