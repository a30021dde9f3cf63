// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/starters.h"

#include <QMap>
#include <QProcess>
#include <memory>

namespace wizards {

namespace {

QMap<QString, QString> sshWords(const QString &output)
{
    QMap<QString, QString> words;
    for (const QString &line : output.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QString key = line.section(QLatin1Char(' '), 0, 0).toLower();
        if (!words.contains(key)) // the first identity file is the one that is tried first
            words[key] = line.section(QLatin1Char(' '), 1).trimmed();
    }
    return words;
}

void runSsh(const QStringList &arguments, QObject *context, std::function<void(const QString &)> then)
{
    auto *ssh = new QProcess(context);
    QObject::connect(ssh, &QProcess::finished, context, [ssh, then](int code) {
        ssh->deleteLater();
        if (code == 0)
            then(QString::fromUtf8(ssh->readAllStandardOutput()));
    });
    QObject::connect(ssh, &QProcess::errorOccurred, ssh, &QObject::deleteLater);
    ssh->setStandardInputFile(QProcess::nullDevice());
    ssh->start(QStringLiteral("ssh"), arguments);
}

} // namespace

SshHint sshHint(const QString &configured, const QString &plain)
{
    const QMap<QString, QString> with = sshWords(configured);
    const QMap<QString, QString> without = sshWords(plain);
    const auto said = [&](const char *key) {
        const QString word = QLatin1String(key);
        const QString value = with.value(word);
        return value == without.value(word) || value == QLatin1String("none") ? QString() : value;
    };
    SshHint hint{said("hostname"), said("user"), said("identityfile"), said("proxyjump"), said("port").toInt()};
    return hint;
}

void askSshHint(const std::string &host, QObject *context, std::function<void(const SshHint &)> then)
{
    const QString name = QString::fromStdString(host);
    if (name.startsWith(QLatin1Char('-')))
        return;
    runSsh({QStringLiteral("-G"), QStringLiteral("--"), name}, context, [name, context, then](const QString &configured) {
        runSsh({QStringLiteral("-F"), QStringLiteral("/dev/null"), QStringLiteral("-G"), QStringLiteral("--"), name}, context,
            [configured, then](const QString &plain) { then(sshHint(configured, plain)); });
    });
}

} // namespace wizards
