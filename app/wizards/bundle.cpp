// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/bundle.h"

#include "app/models/words.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QSaveFile>
#include <QThreadPool>
#include <cstring>

namespace wizards {

namespace {

constexpr qsizetype tarBlock = 512;

void putOctal(QByteArray &head, qsizetype at, int digits, std::int64_t value)
{
    head.replace(at, digits, QByteArray::number(static_cast<qlonglong>(value), 8).rightJustified(digits, '0'));
}

QByteArray tarHead(const std::string &path, std::int64_t size, std::int64_t time)
{
    QByteArray head(tarBlock, '\0');
    const std::string name = path.size() <= 100 ? path : path.substr(path.size() - 100);
    head.replace(0, static_cast<qsizetype>(name.size()), name.c_str());
    head.replace(100, 7, "0000644");
    putOctal(head, 108, 7, 0);
    putOctal(head, 116, 7, 0);
    putOctal(head, 124, 11, size);
    putOctal(head, 136, 11, time);
    head.replace(148, 8, "        "); // the sum is made over blanks in its own place
    head[156] = '0';
    head.replace(257, 5, "ustar");
    head.replace(263, 2, "00");
    int sum = 0;
    for (const char c : head)
        sum += static_cast<unsigned char>(c);
    putOctal(head, 148, 6, sum);
    head[154] = '\0';
    return head;
}

} // namespace

QByteArray tarOf(const std::string &folder, const std::vector<BundleFile> &files, std::int64_t seconds)
{
    QByteArray tar;
    for (const BundleFile &file : files) {
        tar += tarHead(folder + "/" + file.name, static_cast<std::int64_t>(file.text.size()), seconds);
        tar += QByteArray::fromStdString(file.text);
        tar += QByteArray((tarBlock - tar.size() % tarBlock) % tarBlock, '\0');
    }
    return tar + QByteArray(2 * tarBlock, '\0');
}

base::Result<std::vector<BundleFile>> bundleFiles(const protocol::Json &answer)
{
    std::vector<BundleFile> files;
    const auto list = answer.is_object() ? answer.find("files") : answer.end();
    if (!answer.is_object() || list == answer.end() || !list->is_array())
        return base::Error{base::Problem::BadMessage, "The agent's answer to agent.diagnostics has no list of files.", answer.dump().substr(0, 400), "Upgrade the agent."};
    for (const protocol::Json &file : *list) {
        std::string name = protocol::textOf(file, "name");
        while (!name.empty() && (name.front() == '/' || name.front() == '.')) // an archive must not write outside its folder
            name.erase(0, 1);
        if (!name.empty() && name.find("..") == std::string::npos)
            files.push_back({name, protocol::textOf(file, "text")});
    }
    return files;
}

Bundle::Bundle(shell::ServerSide &servers, const std::vector<std::string> &names, QWidget *window)
    : QObject(&servers)
    , m_servers(servers)
    , m_names(names)
    , m_window(window)
    , m_folder("chandelier-" + (names.size() == 1 ? names.front() : std::to_string(names.size()) + "-servers") + "-" + QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmm")).toStdString())
{
}

void Bundle::start()
{
    m_open = m_names.size();
    for (const std::string &name : m_names)
        m_servers.ask(name, protocol::Verb::AgentDiagnostics, [guard = QPointer<Bundle>(this), name](const base::Result<protocol::Json> &answer) {
            if (guard)
                guard->took(name, answer);
        });
}

void Bundle::took(const std::string &server, const base::Result<protocol::Json> &answer)
{
    const auto files = answer ? bundleFiles(*answer) : base::Result<std::vector<BundleFile>>(answer.error());
    if (files) {
        ++m_answered;
        for (const BundleFile &file : *files)
            m_files.push_back({server + "/" + file.name, file.text});
    } else {
        m_lastError = files.error();
        m_files.push_back({server + "/no-answer", files.error().message + "\n" + files.error().detail + "\n"});
    }
    if (--m_open > 0)
        return;
    if (m_answered > 0 && m_window)
        return choosePlace();
    if (m_answered == 0)
        emit failed(m_lastError);
    deleteLater();
}

void Bundle::choosePlace()
{
    auto *dialog = new QFileDialog(m_window, tr("Save diagnostics"), QDir::homePath());
    dialog->setObjectName(QStringLiteral("bundle.place"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("tar"));
    dialog->selectFile(models::q(m_folder) + QStringLiteral(".tar"));
    connect(dialog, &QFileDialog::fileSelected, this, &Bundle::save);
    connect(dialog, &QDialog::rejected, this, &QObject::deleteLater);
    dialog->open();
}

void Bundle::save(const QString &path)
{
    QThreadPool::globalInstance()->start([guard = QPointer<Bundle>(this), path, folder = m_folder, files = std::move(m_files)] {
        QSaveFile file(path);
        const bool good = file.open(QIODevice::WriteOnly) && file.write(tarOf(folder, files, QDateTime::currentSecsSinceEpoch())) >= 0 && file.commit();
        const std::string why = file.errorString().toStdString();
        QMetaObject::invokeMethod(qApp, [guard, path, good, why] {
            if (!guard)
                return;
            if (good)
                emit guard->saved(path);
            else
                emit guard->failed({base::Problem::Storage, path.toStdString() + " cannot be written.", why, "Choose another place."});
            guard->deleteLater();
        }, Qt::QueuedConnection);
    });
}

} // namespace wizards
