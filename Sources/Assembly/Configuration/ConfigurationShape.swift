import Model

/// Every key of the configuration file (contract, Files and environment). Sections whose engines come with a later
/// version are checked all the same, so that one file serves every version.
enum ConfigurationShape {
    static let file: Shape = .record([
        "default_context": .text,
        "contacts": .list(.record(["role": .text, "name": .text, "phone": .text, "link": .text])),
        "theme": .text,
        "keys": .dictionary(.text),
        "recorder": .record(["keep": .duration, "megabytes": .count]),
        "contexts": .dictionary(context),
    ])

    private static let aws: Shape = .record(["profile": .text, "region": .text])

    private static let context: Shape = .record([
        "production": .flag,
        "read_only": .flag,
        "aws": aws,
        "window": .duration,
        "budget_usd_per_hour": .number,
        "lambda": .record(["include": .list(.text), "exclude": .list(.text), "aws": aws]),
        "queues": .record(["include": .list(.text), "exclude": .list(.text), "aws": aws]),
        "alarms": .record(["prefix": .text, "aws": aws]),
        "thresholds": .list(threshold),
        "escalations": escalations,
        "workers": .record(
            ["source": source, "run": .flag, "app": .text, "every": .duration, "settings": workerSettings, "aws": aws]),
        "optimizer": .record(["source": source, "run": .flag, "mail_to": .list(.text), "aws": aws]),
        "notifications": .record([
            "source": source, "run": .flag, "table": .text, "key": .dictionary(.text),
            "statuses": .record([
                "failed": .text, "retry": .text, "waiting": .list(.text), "sent": .list(.text), "delivered": .list(.text),
            ]),
            "attributes": .record(
                Dictionary(uniqueKeysWithValues: NotificationAttributes.Role.allCases.map { ($0.rawValue, Shape.text) })),
            "index": .optional(.text), "sender": .text, "read_units_per_second": .number, "retries_per_second": .number,
            "aws": aws,
        ]),
        "health": health,
        "maintenance": .record([
            "rules": .list(.text), "functions": .list(.text), "pause": .text, "window": .text, "aws": aws,
        ]),
    ])

    private static let source: Shape = .choice(["live", "embedded"])
    private static let limits: Shape = .record(["warn": .optional(.number), "crit": .optional(.number)])

    private static let threshold: Shape = .record([
        "match": .text, "errorRate": limits, "throttles": limits, "durationP95Ms": limits, "iteratorAgeMs": limits,
        "visible": limits, "deadLetterDepth": limits, "oldestAgeSeconds": limits,
    ])

    private static let escalations: Shape = .record([
        "source": source, "run": .flag, "queue": .text, "store": .choice(["sqlite", "postgres"]),
        "caller_id_registry": .dictionary(.text), "retries": .count, "unknown": .choice(["resend", "ask"]),
        "channels": EscalationsSection.channelShape, "webhook": .record(["url": .text, "secret_env": .text]),
        "follow_calls": .flag, "aws": aws,
    ])

    private static let workerSettings: Shape = .record([
        "email_recipients_overdue": .list(.text), "email_recipients_emergency": .list(.text),
        "check": .record(["grace_min": .count, "ignore_after_min": .count]),
        "connect": .record(["checkin_grace_min": .count, "checkout_grace_min": .count, "ignore_after_min": .count]),
    ])

    private static let health: Shape = .recordAndOthers(
        [
            "aws": aws,
            "network_visualizer": .record([
                "functions": .list(.text), "table": .text, "url": .text, "distribution": .text,
                "alarm_prefix": .text, "api": .text, "backup_rule": .text,
            ]),
        ], others: .list(check))

    private static let check: Shape = .record([
        "name": .text, "kind": .text, "warn": .optional(.number), "crit": .optional(.number), "timeout": .duration,
        "runbook": .text,
        "functions": .list(.text), "state": .text, "prefix": .text, "url": .text, "status": .count, "contains": .text,
        "id": .text, "namespace": .text, "metric": .text, "dimensions": .dictionary(.text), "stat": .text,
        "period": .duration, "window": .duration, "group": .text, "pattern": .text, "table": .text,
        "youngerThan": .duration, "date": .text, "ssm": .text, "argv": .list(.text),
        "secret": .text, "queue": .text, "finding": .text, "events": .list(.text), "category": .text,
    ])
}
