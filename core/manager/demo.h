// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration cluster: simulated hosts in a directory, each with a real agent. They are processes of their own: they
// outlive this program, however it ends, and the next start finds them again.
#pragma once
#include "core/base/result.h"

#include <QObject>
#include <QProcess>
#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace manager {

struct DemoPrograms {
    std::string agent, simhost; ///< paths
};

struct DemoHost {
    std::string name, socket; ///< of its agent, on this machine
    bool powered = false, agent = false;
};

/// Lives in one thread; nothing in it blocks. Commands run one after the other.
class Demo final : public QObject {
    Q_OBJECT
public:
    using Then = std::function<void(const base::Result<void> &)>;
    explicit Demo(QObject *parent = nullptr);
    ~Demo() override;

    /// Beside the running program, in ../libexec/chandelier from there, or in PATH. NotFound names what is missing.
    static base::Result<DemoPrograms> findPrograms();
    /// In the user's data folder, or a shorter place: unix socket paths may have 107 bytes.
    static std::string defaultDirectory();

    /// Makes the cluster when `directory` has none, starts the agents that do not run, and reads where they are. Ends with
    /// started() or failed(). Empty: the defaults.
    void start(std::string directory = {}, DemoPrograms programs = {});
    const std::string &directory() const { return m_directory; }
    const std::vector<DemoHost> &hosts() const { return m_hosts; }

    /// Power cut and power on of one host; `then` is called when it is done, unless this was destroyed before.
    void kill(const std::string &host, Then then = {});
    void boot(const std::string &host, Then then = {});
    /// Ends all agents. The disks keep what is on them.
    void stop(Then then = {});

signals:
    void progressed(const QString &line);
    void started();
    void failed(const base::Error &error);

private:
    struct Command {
        QStringList words;
        std::function<void(const base::Result<QByteArray> &)> then;
    };
    void run(QStringList words, std::function<void(const base::Result<QByteArray> &)> then);
    void runNext();
    void ended(const base::Result<QByteArray> &output);
    void bringUp();
    void readStatus();
    base::Result<void> checkDirectory() const;

    std::string m_directory;
    DemoPrograms m_programs;
    std::vector<DemoHost> m_hosts;
    std::deque<Command> m_commands; ///< the first one runs
    QProcess *m_process = nullptr;
};

/// What `chandelier-simhost status DIR --json` printed. BadMessage says what is wrong with it.
base::Result<std::vector<DemoHost>> demoHosts(const std::string &json);

} // namespace manager
