import GRDB

/// The optimizer's own file, one for each context. Each table is one of the original's, in our spelling: optimization_instance is
/// OptimizationInstance, and so on; optimization_sim_card, where the original copies its input, is a view. Money is in ticks
/// (1/10,000 of the currency unit), data in 1/1,000 MB, times in milliseconds since 1970.
enum M030Optimizer: StateMigration {
    static let identifier = "M030_Optimizer"

    static func migrate(_ db: Database) throws {
        try db.execute(sql: runs + groups + results + journal)
    }

    private static let runs = """
        CREATE TABLE optimization_instance (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            service_provider TEXT NOT NULL,
            run_status TEXT NOT NULL,
            phase TEXT NOT NULL,
            created_ms INTEGER NOT NULL,
            run_start_ms INTEGER,
            run_end_ms INTEGER,
            period_end_ms INTEGER,
            input TEXT NOT NULL,
            input_mark TEXT NOT NULL,
            devices INTEGER,
            rejected INTEGER,
            queues_total INTEGER,
            queues_done INTEGER,
            baseline_ticks INTEGER,
            total_ticks INTEGER,
            bound_ticks INTEGER,
            share REAL,
            rate REAL,
            eta_seconds REAL,
            improved_ms INTEGER,
            progress_ms INTEGER,
            problem TEXT,
            warnings TEXT NOT NULL DEFAULT '[]',
            phase_seconds TEXT NOT NULL DEFAULT '{}',
            cancel_requested INTEGER NOT NULL DEFAULT 0,
            cancel_ms INTEGER,
            attempts INTEGER NOT NULL DEFAULT 1,
            refused_starts INTEGER NOT NULL DEFAULT 0,
            refused_ms INTEGER,
            experience TEXT,
            practice INTEGER NOT NULL DEFAULT 0,
            host TEXT NOT NULL,
            pid INTEGER NOT NULL,
            boot_id TEXT NOT NULL,
            process_started INTEGER NOT NULL
        );
        CREATE INDEX optimization_instance_provider ON optimization_instance (service_provider, run_status);

        """

    private static let groups = """
        CREATE TABLE optimization_comm_group (
            id INTEGER PRIMARY KEY,
            instance_id INTEGER NOT NULL REFERENCES optimization_instance (id),
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            devices INTEGER NOT NULL,
            baseline_ticks INTEGER NOT NULL,
            UNIQUE (instance_id, number)
        );
        CREATE TABLE optimization_comm_group_comm_plan (
            comm_group_id INTEGER NOT NULL REFERENCES optimization_comm_group (id),
            communication_plan TEXT NOT NULL,
            PRIMARY KEY (comm_group_id, communication_plan)
        ) WITHOUT ROWID;
        CREATE TABLE optimization_comm_group_rate_plan (
            comm_group_id INTEGER NOT NULL REFERENCES optimization_comm_group (id),
            rate_plan_code TEXT NOT NULL,
            pooled INTEGER NOT NULL,
            price_per_mb TEXT,
            sims_before INTEGER,
            sims_now INTEGER,
            used INTEGER,
            included INTEGER,
            overage_ticks INTEGER,
            PRIMARY KEY (comm_group_id, rate_plan_code)
        ) WITHOUT ROWID;
        CREATE TABLE optimization_queue (
            id INTEGER PRIMARY KEY,
            instance_id INTEGER NOT NULL REFERENCES optimization_instance (id),
            comm_group_id INTEGER NOT NULL UNIQUE REFERENCES optimization_comm_group (id),
            run_status TEXT NOT NULL,
            run_start_ms INTEGER,
            run_end_ms INTEGER,
            total_ticks INTEGER,
            bound_ticks INTEGER,
            rounds INTEGER NOT NULL DEFAULT 0,
            prices TEXT
        );
        CREATE INDEX optimization_queue_instance ON optimization_queue (instance_id);

        """

    /// A million rows for each run: without a reference that SQLite would have to look up in every row when a queue goes. The ids
    /// of one run follow each other, and its span says from where to where.
    private static let results = """
        CREATE TABLE optimization_m2m_device_result (
            id INTEGER PRIMARY KEY,
            queue_id INTEGER NOT NULL,
            iccid TEXT NOT NULL,
            usage INTEGER NOT NULL,
            current_rate_plan_code TEXT NOT NULL,
            rate_plan_code TEXT NOT NULL
        );
        CREATE TABLE optimization_mobility_device_result (
            id INTEGER PRIMARY KEY,
            queue_id INTEGER NOT NULL,
            iccid TEXT NOT NULL,
            usage INTEGER NOT NULL,
            current_rate_plan_code TEXT NOT NULL,
            rate_plan_code TEXT NOT NULL
        );
        CREATE TABLE optimization_result_span (
            instance_id INTEGER PRIMARY KEY REFERENCES optimization_instance (id),
            first_id INTEGER NOT NULL,
            last_id INTEGER NOT NULL
        );
        CREATE VIEW optimization_sim_card AS
            SELECT result.id AS id, span.instance_id AS instance_id, result.iccid AS iccid, result.usage / 1000.0 AS cycle_data_usage_mb,
                result.current_rate_plan_code AS current_rate_plan_code
            FROM optimization_m2m_device_result AS result
            JOIN optimization_result_span AS span ON result.id BETWEEN span.first_id AND span.last_id;

        """

    private static let journal = """
        CREATE TABLE optimization_progress (
            id INTEGER PRIMARY KEY,
            instance_id INTEGER NOT NULL REFERENCES optimization_instance (id),
            at_ms INTEGER NOT NULL,
            body TEXT NOT NULL
        );
        CREATE INDEX optimization_progress_instance ON optimization_progress (instance_id, id);
        CREATE TABLE optimization_reject (
            instance_id INTEGER NOT NULL REFERENCES optimization_instance (id),
            line INTEGER NOT NULL,
            iccid TEXT NOT NULL,
            reason TEXT NOT NULL
        );
        CREATE INDEX optimization_reject_instance ON optimization_reject (instance_id, reason);
        CREATE TABLE optimization_reject_count (
            instance_id INTEGER NOT NULL REFERENCES optimization_instance (id),
            reason TEXT NOT NULL,
            rows INTEGER NOT NULL,
            PRIMARY KEY (instance_id, reason)
        ) WITHOUT ROWID;
        """
}
