/// Everything that touches the screen or the console's state. Its jobs run on the process's main thread, inside ``UILoop/run(_:)``.
@globalActor
package actor UI {
    package static let shared = UI()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { MainThreadExecutor.shared.asUnownedSerialExecutor() }
}
