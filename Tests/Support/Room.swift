// Room: Support
