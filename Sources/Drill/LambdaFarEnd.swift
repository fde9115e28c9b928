import AWS
import FoundationEssentials
import Model

/// Answers Lambda's control plane. Source: Lambda API Reference; paths as its HTTP sections give them.
struct LambdaFarEnd {
    let account: DrillAccount
    let now: Date
    let edits: PracticeEdits
    var story: StoryTeller?

    static func action(of request: HTTPRequest) -> String {
        let action = action(path: request.path)
        return action == "GetFunctionConfiguration" && request.method == "PUT" ? "UpdateFunctionConfiguration" : action
    }

    private static func action(path: String) -> String {
        let parts = path.split(separator: "/")
        switch (parts.dropFirst().first, parts.count, parts.last) {
        case ("functions", 2, _): return "ListFunctions"
        case ("functions", 4, "configuration"): return "GetFunctionConfiguration"
        case ("functions", 4, "concurrency"): return "GetFunctionConcurrency"
        case ("functions", 4, "invocations"): return "Invoke"
        case ("functions", 4, "aliases"): return "ListAliases"
        case ("functions", 4, "versions"): return "ListVersionsByFunction"
        case ("functions", 4, "provisioned-concurrency"): return "ListProvisionedConcurrencyConfigs"
        case ("event-source-mappings", 2, _): return "ListEventSourceMappings"
        case ("account-settings", 2, _): return "GetAccountSettings"
        default: return ""
        }
    }

    func answer(_ action: String, _ request: HTTPRequest) -> HTTPResponse {
        let query = FormBody(query: request.query)
        switch action {
        case "ListFunctions": return listFunctions(query)
        case "ListEventSourceMappings": return listMappings(query)
        case "GetAccountSettings": return accountSettings
        case "GetFunctionConfiguration": return aboutFunction(request.path) { .json(configuration($0, withState: true)) }
        case "UpdateFunctionConfiguration": return aboutFunction(request.path) { update($0, request) }
        case "ListProvisionedConcurrencyConfigs": return aboutFunction(request.path) { provisioned($0, query) }
        case "GetFunctionConcurrency": return aboutFunction(request.path) { _ in .json("{}") }
        case "ListAliases": return aboutFunction(request.path) { _ in .json("{\"Aliases\":[],\"NextMarker\":null}") }
        case "ListVersionsByFunction":
            return aboutFunction(request.path) {
                .json("{\"Versions\":[\(configuration($0, withState: false))],\"NextMarker\":null}")
            }
        case "Invoke":
            return aboutFunction(request.path) { function in
                InvokeFarEnd(account: account, now: now, story: story, function: function).answer(request)
            }
        default: return .refusal("UnknownOperationException", "Unknown operation", status: 404)
        }
    }

    private func listFunctions(_ query: FormBody) -> HTTPResponse {
        page(of: account.world.functions, key: "Functions", query, size: 50) {
            configuration(account.sized($0), withState: false)
        }
    }

    private func listMappings(_ query: FormBody) -> HTTPResponse {
        let wanted = query["FunctionName"]
        let fed = account.world.functions.filter {
            $0.isStreamFed && (wanted == nil || wanted == $0.name || account.arn("lambda", "function:" + $0.name) == wanted)
        }
        return page(of: fed, key: "EventSourceMappings", query, size: 100) { function in
            JSONText.object { json in
                json.member("UUID", "drill-" + function.name)
                json.member("EventSourceArn", account.arn("dynamodb", "table/demand-table/stream/2024-01-01T00:00:00.000"))
                json.member("FunctionArn", account.arn("lambda", "function:" + function.name))
                json.member("State", "Enabled")
                json.member("BatchSize", 100)
            }
        }
    }

    /// One page; the marker is the number of the first item of the next one.
    private func page<Item>(of items: [Item], key: String, _ query: FormBody, size: Int, _ text: (Item) -> String) -> HTTPResponse
    {
        let start = min(items.count, query["Marker"].flatMap { Int($0) } ?? 0)
        let end = min(items.count, start + min(size, query["MaxItems"].flatMap { Int($0) } ?? size))
        let marker = end < items.count ? "\"\(end)\"" : "null"
        return .json("{\"\(key)\":[" + items[start..<end].map(text).joined(separator: ",") + "],\"NextMarker\":\(marker)}")
    }

    /// - Parameter answer: Gets the function with the habits that it has now.
    private func aboutFunction(_ path: String, _ answer: (DrillFunction) -> HTTPResponse) -> HTTPResponse {
        let parts = path.split(separator: "/")
        let named = parts.count > 2 ? FormBody.plain(Array(parts[2].utf8)[...]) : ""
        let name = named.split(separator: ":").last.map(String.init) ?? named
        guard let index = account.functionIndex[name] else {
            return .refusal(
                "ResourceNotFoundException", "Function not found: \(account.arn("lambda", "function:" + name))", status: 404)
        }
        return answer(account.function(at: index, now))
    }

    private struct Update: Decodable {
        var MemorySize: Int?
        var Timeout: Int?
    }

    /// As the real one: the new values are told at once.
    private func update(_ function: DrillFunction, _ request: HTTPRequest) -> HTTPResponse {
        guard let update = try? JSONDecoder().decode(Update.self, from: request.body) else {
            return .refusal("InvalidRequestContentException", "Could not parse request body into json")
        }
        var changed = function
        changed.memoryMB = update.MemorySize ?? function.memoryMB
        changed.timeoutSeconds = update.Timeout ?? function.timeoutSeconds
        edits.change { $0.sizes[function.name] = (changed.memoryMB, changed.timeoutSeconds) }
        return .json(configuration(changed, withState: true))
    }

    /// The practice functions have neither versions nor aliases, so nothing can be provisioned of them.
    private func provisioned(_ function: DrillFunction, _ query: FormBody) -> HTTPResponse {
        if query["List"] == "ALL" { return .json("{\"ProvisionedConcurrencyConfigs\":[],\"NextMarker\":null}") }
        let arn = account.arn("lambda", "function:\(function.name):\(query["Qualifier"] ?? "")")
        return .refusal("ResourceNotFoundException", "Function not found: \(arn)", status: 404)
    }

    private func configuration(_ function: DrillFunction, withState: Bool) -> String {
        JSONText.object { json in
            json.member("FunctionName", function.name)
            json.member("FunctionArn", account.arn("lambda", "function:" + function.name))
            json.member("Runtime", function.runtime)
            json.member("Handler", "index.handler")
            json.member("Timeout", function.timeoutSeconds)
            json.member("MemorySize", function.memoryMB)
            json.member("CodeSize", 1_204_224)
            json.member("LastModified", lastModified(function))
            json.member("Version", "$LATEST")
            if withState {
                json.member("State", "Active")
                json.member("LastUpdateStatus", deployment(of: function)?.status(at: now.timeIntervalSince1970) ?? "Successful")
            }
        }
    }

    /// What the story has deployed last.
    private func deployment(of function: DrillFunction) -> FunctionPlot.Deployment? {
        account.timeline.functions[function.name]?.deployment(at: now.timeIntervalSince1970)
    }

    /// Lambda's own form, `2024-01-15T12:34:56.789+0000`; the deployment stays put within a day.
    private func lastModified(_ function: DrillFunction) -> String {
        if let deployed = deployment(of: function) { return Self.text(Date(timeIntervalSince1970: deployed.begins)) }
        let hour = (now.timeIntervalSince1970 / 86_400).rounded(.down) * 24 - Double(function.deployedHoursAgo)
        let recent = (now.timeIntervalSince1970 / 14_400).rounded(.down) * 14_400 - 840
        let moment = function.deployedHoursAgo < 24 ? recent : hour * 3600
        return Self.text(Date(timeIntervalSince1970: moment))
    }

    private static func text(_ moment: Date) -> String { ISO8601.text(moment).dropLast() + "+0000" }

    private var accountSettings: HTTPResponse {
        .json(
            """
            {"AccountLimit":{"TotalCodeSize":80530636800,"CodeSizeUnzipped":262144000,"CodeSizeZipped":52428800,\
            "ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":1000},\
            "AccountUsage":{"TotalCodeSize":18063360,"FunctionCount":\(account.world.functions.count)}}
            """)
    }
}
