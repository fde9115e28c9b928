import AWS
import FoundationEssentials
import Synchronization

/// Files that exist only in a test, by their whole path. The home is `/home/ann`.
final class TestFiles: Sendable {
    private let files: Mutex<[String: String]>
    private let reads = Mutex(0)

    init(_ files: [String: String] = [:]) { self.files = Mutex(files) }

    subscript(_ path: String) -> String? {
        get { files.withLock { $0[path] } }
        set { files.withLock { $0[path] = newValue } }
    }

    var readCount: Int { reads.withLock { $0 } }

    func environment(_ variables: [String: String] = [:]) -> AWSEnvironment {
        AWSEnvironment(
            variables: variables, home: "/home/ann",
            readFile: { path in
                self.reads.withLock { $0 += 1 }
                return self[path].map { Data($0.utf8) }
            },
            writeFile: { path, contents in self[path] = String(decoding: contents, as: UTF8.self) })
    }
}

extension AWSEnvironment {
    /// With the two shared files at their usual places.
    static func test(_ variables: [String: String] = [:], config: String? = nil, credentials: String? = nil) -> AWSEnvironment {
        let files = TestFiles()
        files["/home/ann/.aws/config"] = config
        files["/home/ann/.aws/credentials"] = credentials
        return files.environment(variables)
    }
}
