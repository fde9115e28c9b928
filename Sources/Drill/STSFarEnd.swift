import AWS

/// Answers STS: who is asking.
struct STSFarEnd {
    let account: DrillAccount

    func answer(_ action: String) -> HTTPResponse {
        guard action == "GetCallerIdentity" else { return .queryRefusal("InvalidAction", "Could not find operation \(action)") }
        return .xml(
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
            <Arn>arn:aws:sts::\(DrillWorld.account):assumed-role/on-call/night</Arn><UserId>AROADRILL:night</UserId>\
            <Account>\(DrillWorld.account)</Account></GetCallerIdentityResult>\
            <ResponseMetadata><RequestId>00000000-0000-4000-8000-000000003292</RequestId></ResponseMetadata></GetCallerIdentityResponse>
            """)
    }
}
