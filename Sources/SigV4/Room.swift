// Room: SigV4
