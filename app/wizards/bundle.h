// SPDX-License-Identifier: GPL-3.0-or-later
// What agents say for a diagnosis, as one file to send to somebody: a tar archive (POSIX ustar, IEEE Std 1003.1-1988).
#pragma once
#include "app/shell/serverside.h"

#include <QByteArray>
#include <QPointer>
#include <vector>

class QWidget;

namespace wizards {

struct BundleFile {
    std::string name, text;
};

/// The files below the folder `folder`; longer names than ustar has room for are cut at the front.
QByteArray tarOf(const std::string &folder, const std::vector<BundleFile> &files, std::int64_t secondsSinceEpoch);
/// The answer of agent.diagnostics: {files: [{name, text}], bytes, truncated}. BadMessage when it is none.
base::Result<std::vector<BundleFile>> bundleFiles(const protocol::Json &answer);

/// Asks the servers, then the person where to; says how it ended. Deletes itself. Servers that do not answer are named in the bundle.
class Bundle : public QObject {
    Q_OBJECT
public:
    Bundle(shell::ServerSide &servers, const std::vector<std::string> &names, QWidget *window);
    void start();

signals:
    void saved(const QString &path);
    void failed(const base::Error &error);

private:
    void took(const std::string &server, const base::Result<protocol::Json> &answer);
    void choosePlace();
    void save(const QString &path);

    shell::ServerSide &m_servers;
    std::vector<std::string> m_names;
    QPointer<QWidget> m_window;
    std::vector<BundleFile> m_files;
    std::string m_folder;
    std::size_t m_open = 0, m_answered = 0;
    base::Error m_lastError{};
};

} // namespace wizards
