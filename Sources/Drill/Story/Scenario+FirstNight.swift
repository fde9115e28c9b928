extension Scenario {
    /// The default story of the practice context: compiled in, so that practice works without any file and costs no YAML on the
    /// way to the first frame. `Drills/first-night.yaml` says the same; a test compares them.
    package static let firstNight = Scenario(
        name: "first-night", title: "A deployment breaks the URL shortener",
        about: """
            Six minutes ago a new version of the URL shortener went out. Since then it fails, its queue backs up, and fans will
            get their message without a link. Go from the alarm to the function, from there to its log, and do what the log says.
            You learn: alarm, detail (d), log (l), test-invoke (T). Nobody is woken, nothing is real.

            """,
        start: .seconds(-360), limit: .seconds(25 * 60), repeatsAfter: .seconds(20 * 60), world: FirstNight.world,
        events: FirstNight.events,
        rightViews: [StoryView(.function, FirstNight.shortener), StoryView(.logs, FirstNight.shortener)],
        fixes: [.invoke(FirstNight.shortener, answer: #"{"settings":"loaded","entries":14}"#)], afterFix: FirstNight.afterFix,
        handled: HandledRule(viewWithin: .seconds(300), fixWithin: .seconds(900)),
        walkthrough: [
            ScenarioStep(at: .seconds(20), .viewOpened(StoryView(.alarm, FirstNight.alarm))),
            ScenarioStep(at: .seconds(40), .viewOpened(StoryView(.function, FirstNight.shortener))),
            ScenarioStep(at: .seconds(70), .viewOpened(StoryView(.logs, FirstNight.shortener))),
            ScenarioStep(
                at: .seconds(120), .actionDone(name: StoryFix.invoke, target: FirstNight.shortener, payload: "{}")),
        ])
}

private enum FirstNight {
    static let prefix = "prd3292-prod1-us-east-1-"
    static let shortener = prefix + "shrtn-event-url"
    static let queue = prefix + "event-short-url"
    static let alarm = shortener + "-errors"
    static let senderAlarm = prefix + "ntfcn-snd-errors"
    static func quiet(_ threshold: String) -> String {
        "Threshold Crossed: no datapoint was greater than the threshold (\(threshold))."
    }

    static let world = ScenarioWorld(
        functions: [
            FunctionHabits(prefix + "ntfcn-snd", [.errors: 0.001, .iteratorAge: 900], deployedHoursAgo: 216),
            FunctionHabits(shortener, timeoutSeconds: 30),
        ],
        alarms: [
            AlarmHabits(senderAlarm, state: "OK", reason: quiet("10.0")),
            AlarmHabits(
                alarm, reason: quiet("5.0"), summary: "Lambda function error rate",
                watches: .init(.function, shortener, metric: "Errors"), threshold: 5, periodSeconds: 60, evaluationPeriods: 2),
            AlarmHabits(
                "notification-pipeline", state: "OK", reason: alarm + " transitioned to OK",
                rule: #"ALARM("\#(senderAlarm)") OR ALARM("\#(alarm)")"#),
        ])

    static let events: [StoryEvent] = [
        StoryEvent(at: .zero, .deployment(DeploymentTurn(shortener))),
        StoryEvent(
            at: .seconds(20),
            .function(
                FunctionTurn(
                    shortener, [.errors: .value(0.4), .duration: .value(2900)], over: .seconds(180),
                    failure: "SettingsError: short-link settings are not loaded; invoke this function once by hand to load them"))
        ),
        StoryEvent(
            at: .seconds(20),
            .log(LogTurn(shortener, level: "warn", "settings cache is empty after the deployment", every: .seconds(20)))),
        StoryEvent(at: .seconds(60), .queue(QueueTurn(queue, growthPerMinute: 80, upTo: 2000))),
        StoryEvent(
            at: .seconds(180),
            .alarm(
                AlarmTurn(
                    alarm, "ALARM",
                    reason: "Threshold Crossed: 2 out of the last 2 datapoints were greater than the threshold (5.0)."))),
        StoryEvent(
            at: .seconds(210), .alarm(AlarmTurn("notification-pipeline", "ALARM", reason: alarm + " transitioned to ALARM"))),
    ]

    static let afterFix: [StoryEvent] = [
        StoryEvent(at: .seconds(1), .log(LogTurn(shortener, "settings loaded, 14 entries"))),
        StoryEvent(
            at: .seconds(5),
            .function(FunctionTurn(shortener, [.errors: .usual, .duration: .usual], over: .seconds(45)))),
        StoryEvent(at: .seconds(10), .queue(QueueTurn(queue, growthPerMinute: -240))),
        StoryEvent(at: .seconds(150), .alarm(AlarmTurn(alarm, "OK", reason: quiet("5.0")))),
        StoryEvent(at: .seconds(180), .alarm(AlarmTurn("notification-pipeline", "OK", reason: alarm + " transitioned to OK"))),
    ]
}
