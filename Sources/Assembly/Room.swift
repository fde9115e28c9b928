// Room: Assembly
