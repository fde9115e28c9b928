import Foundation
import Support
import Testing

/// The built program, in a terminal, with a far end that a person signs in to.
@Suite(.serialized) struct SignInTests {
    private static let session = """
        [profile ops]
        region = eu-west-1
        sso_session = corp
        sso_account_id = 123456789012
        sso_role_name = OnCall
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        """
    private static let legacy = """
        [profile ops]
        region = eu-west-1
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789012
        sso_role_name = OnCall
        """
    private static let device = """
        [profile ops]
        region = eu-west-1
        role_arn = arn:aws:iam::123456789012:role/ops
        source_profile = base
        mfa_serial = arn:aws:iam::123456789012:mfa/ann
        [profile base]
        aws_access_key_id = AKIDBASE
        aws_secret_access_key = base-secret
        """

    private func expectNoSecret(_ screen: String) {
        for secret in IdentityFarEnd.secrets { #expect(!screen.contains(secret)) }
    }

    @Test(arguments: [session, legacy])
    func signsInFromTheConsole_AndThePanesComeAlive(config: String) throws {
        let farEnd = try IdentityFarEnd()
        let program = try farEnd.program(config)
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send(Program.path, "Enter")
        let asked = try tmux.wait(for: "Press x")
        #expect(asked.contains("aws sso login"))
        try tmux.send("x")
        let waiting = try tmux.wait(for: "WXYZ-1234")
        #expect(waiting.contains("\(farEnd.endpoint)/verify"))
        expectNoSecret(waiting)
        try tmux.send("c")
        _ = try tmux.wait(for: "Copied the code WXYZ-1234")
        try farEnd.decide(.confirm)
        let alive = try tmux.wait(what: "live panes") { $0.contains("worker-0003") && !$0.contains("WXYZ-1234") }
        expectNoSecret(alive)
        try expectTheCLIsFiles(in: program)
        #expect(try farEnd.calls()["/client/register"] == 1)

        // A second program finds the token and asks nobody.
        let answer = try program.run(["doctor"])
        #expect(answer.output.contains("valid until"), "\(answer.output)")
        expectNoSecret(answer.output + answer.errors)
    }

    /// The token of either form lies where the CLI looks for it, and only its owner can read it.
    private func expectTheCLIsFiles(in program: Program) throws {
        let folder = program.home.path + "/.aws/sso/cache"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 2)
        for file in files {
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test func givesUpWithEscape_AndAsksAgain() throws {
        let farEnd = try IdentityFarEnd()
        let program = try farEnd.program(Self.session)
        let tmux = try Tmux(width: 80, height: 24, program: program)
        try tmux.send(Program.path, "Enter")
        _ = try tmux.wait(for: "Press x")
        try tmux.send("x")
        _ = try tmux.wait(for: "WXYZ-1234")
        try tmux.send("Escape")
        _ = try tmux.wait(what: "the panes") { !$0.contains("WXYZ-1234") && $0.contains("Lambda") }
        try tmux.send("x")
        _ = try tmux.wait(for: "WXYZ-1234")
        try farEnd.decide(.deny)
        _ = try tmux.wait(for: "it was denied")
        try tmux.send("x")
        _ = try tmux.wait(for: "WXYZ-1234")
        try farEnd.decide(.confirm)
        _ = try tmux.wait(for: "worker-0003")
    }

    @Test func asksForTheMFACode_AgainAfterAWrongOne_AndOncePerSession() throws {
        let farEnd = try IdentityFarEnd()
        let program = try farEnd.program(Self.device)
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send(Program.path, "Enter")
        _ = try tmux.wait(for: "MFA code: profile ops")
        try type("9", until: "six digits: •", in: tmux)
        try tmux.send("Escape")
        _ = try tmux.wait(what: "the panes") { !$0.contains("MFA code: profile ops") && $0.contains("Press x") }
        try tmux.send("x")
        _ = try tmux.wait(for: "MFA code: profile ops")
        try tmux.send("654321")
        let typed = try tmux.wait(for: "••••••")
        #expect(!typed.contains("654321"))
        try tmux.send("Enter")
        _ = try tmux.wait(for: "STS did not take the last code")
        let before = try farEnd.calls()["AssumeRole"] ?? 0
        try type(IdentityFarEnd.code, until: "••••••", in: tmux)
        try tmux.send("Enter")
        let alive = try tmux.wait(for: "worker-0003")
        expectNoSecret(alive)
        #expect(try farEnd.calls()["AssumeRole"] == before + 1)

        // What the code brought serves the next program too.
        let list = try program.run(["queue", "list", "--json"])
        #expect(list.status == 0, "\(list.errors)")
        #expect(try farEnd.calls()["AssumeRole"] == before + 1)
    }

    /// Types until it shows: keys that come just after a dialog has opened by itself are not taken.
    private func type(_ keys: String, until shown: String, in tmux: Tmux) throws {
        _ = try tmux.wait(what: shown) { screen in
            if screen.contains(shown) { return true }
            try? tmux.send(keys)
            return false
        }
    }

    @Test func asksOnTheTerminal_AndEndsWith77WithoutOne() throws {
        let farEnd = try IdentityFarEnd()
        let program = try farEnd.program(Self.device)
        let alone = try program.run(["queue", "list"])
        #expect(alone.status == 77, "\(alone.errors)")
        #expect(alone.errors.contains("mfa_serial") && alone.errors.contains("aws sts get-caller-identity --profile ops"))

        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("\(Program.path) queue list; echo ended with $?", "Enter")
        _ = try tmux.wait(for: "MFA code of arn:aws:iam::123456789012:mfa/ann for profile ops:")
        try tmux.send("111111", "Enter")
        _ = try tmux.wait(for: "STS did not take the last code")
        _ = try tmux.wait(what: "the second question") { $0.components(separatedBy: "MFA code of").count == 3 }
        try tmux.send(IdentityFarEnd.code, "Enter")
        let ended = try tmux.wait(for: "ended with 0")
        #expect(ended.contains("optimization-queue-0003"))
        expectNoSecret(ended)
    }

    @Test func givesTheTerminalBack_WhenThePersonDoesNotAnswer() throws {
        let farEnd = try IdentityFarEnd()
        let program = try farEnd.program(Self.device)
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send("\(Program.path) queue list; echo ended with $?", "Enter")
        _ = try tmux.wait(for: "MFA code of")
        try tmux.send("C-c")
        _ = try tmux.wait(for: "ended with 77")
        try tmux.send("stty -a | tr ' ' '\\n' | grep -cx -e icanon -e echo -e isig", "Enter")
        _ = try tmux.wait(what: "a whole terminal", until: { $0.contains("\n3\n") })
    }

    @Test func takesTheRegionOfTheInstance_WhenNothingElseGivesOne() throws {
        let keys = ["AWS_ACCESS_KEY_ID": "ASIAMFA", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": ""]
        for (region, status) in [("ap-south-1", Int32(0)), (nil, 78)] {
            let farEnd = try IdentityFarEnd(region: region)
            let program = try farEnd.program(
                "", keys.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": farEnd.endpoint]) { $1 })
            let answer = try program.run(["snapshot", "--json"])
            #expect(answer.status == status, "\(answer.errors)")
            if status == 0 { #expect(try answer.json()["region"] as? String == region) }
            let other = try program.run(["snapshot", "--json", "--region", "eu-west-1"])
            #expect(try other.json()["region"] as? String == "eu-west-1")
        }
        let farEnd = try IdentityFarEnd(region: "ap-south-1")
        let program = try farEnd.program("", keys.merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": farEnd.endpoint]) { $1 })
        let tmux = try Tmux(width: 120, height: 40, program: program)
        try tmux.send(Program.path, "Enter")
        let screen = try tmux.wait(for: "worker-0003")
        #expect(screen.contains("ap-south-1"))
        let drill = try program.run(["snapshot", "--context", "drill", "--json"])
        #expect(drill.status == 0)
        #expect(try farEnd.calls()["InstanceRegion"] == 1)
    }
}
