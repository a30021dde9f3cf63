// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/secrets.h"

#include <QPointer>
#include <map>
#include <qt6keychain/keychain.h>

namespace profile {

using base::Error;
using base::Problem;
using base::Result;

namespace {

const QString service = QStringLiteral("chandelier");

class MemorySecrets final : public Secrets {
public:
    explicit MemorySecrets(std::string reason)
        : m_reason(std::move(reason))
    {
    }
    ~MemorySecrets() override
    {
        for (auto &[key, secret] : m_secrets)
            wipe(secret);
    }
    void read(const std::string &key, QObject *context, Read then) override
    {
        later(context, [this, key, then] {
            const auto found = m_secrets.find(key);
            then(found == m_secrets.end() ? std::optional<std::string>() : found->second);
        });
    }
    void write(const std::string &key, const std::string &secret, QObject *context, Done then) override
    {
        wipe(m_secrets[key]);
        m_secrets[key] = secret;
        later(context, [then] { then({}); });
    }
    void remove(const std::string &key, QObject *context, Done then) override
    {
        if (auto entry = m_secrets.extract(key))
            wipe(entry.mapped());
        later(context, [then] { then({}); });
    }
    bool lasting() const override { return false; }
    std::string reason() const override { return m_reason; }

private:
    void later(QObject *context, std::function<void()> what)
    {
        QMetaObject::invokeMethod(this, [context = QPointer<QObject>(context), what = std::move(what)] {
            if (context)
                what();
        }, Qt::QueuedConnection);
    }
    std::map<std::string, std::string> m_secrets;
    std::string m_reason;
};

/// "not there" is an answer; that nobody may or can look is why memory is used from then on.
bool isMissing(QKeychain::Error error) { return error == QKeychain::EntryNotFound || error == QKeychain::CouldNotDeleteEntry; }
bool isRefusal(QKeychain::Error error) { return error == QKeychain::AccessDeniedByUser || error == QKeychain::AccessDenied; }

class KeychainSecrets final : public Secrets {
public:
    KeychainSecrets()
    {
        if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") && qEnvironmentVariableIsEmpty("DISPLAY")
            && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
            giveUp("there is no desktop session (no D-Bus)"); // it would be tried to start one
    }
    void read(const std::string &key, QObject *context, Read then) override
    {
        if (m_memory)
            return m_memory->read(key, context, std::move(then));
        auto *job = new QKeychain::ReadPasswordJob(service, this);
        start(*job, key, context, [this, job, key, context = QPointer<QObject>(context), then] {
            if (job->error() == QKeychain::NoError)
                then(std::optional<std::string>(job->textData().toStdString()));
            else if (isMissing(job->error()))
                then(std::optional<std::string>());
            else if (isRefusal(job->error()))
                then(refusal(*job));
            else
                fallBack(*job)->read(key, context, then);
        });
    }
    void write(const std::string &key, const std::string &secret, QObject *context, Done then) override
    {
        if (m_memory)
            return m_memory->write(key, secret, context, std::move(then));
        auto *job = new QKeychain::WritePasswordJob(service, this);
        job->setTextData(QString::fromStdString(secret));
        start(*job, key, context, [this, job, key, secret, context = QPointer<QObject>(context), then] {
            if (job->error() == QKeychain::NoError)
                then({});
            else if (isRefusal(job->error()))
                then(refusal(*job));
            else
                fallBack(*job)->write(key, secret, context, then);
        });
    }
    void remove(const std::string &key, QObject *context, Done then) override
    {
        if (m_memory)
            return m_memory->remove(key, context, std::move(then));
        auto *job = new QKeychain::DeletePasswordJob(service, this);
        start(*job, key, context, [this, job, key, context = QPointer<QObject>(context), then] {
            if (job->error() == QKeychain::NoError || isMissing(job->error()))
                then({});
            else if (isRefusal(job->error()))
                then(refusal(*job));
            else
                fallBack(*job)->remove(key, context, then);
        });
    }
    bool lasting() const override { return !m_memory; }
    std::string reason() const override { return m_memory ? m_memory->reason() : std::string(); }

private:
    void start(QKeychain::Job &job, const std::string &key, QObject *context, std::function<void()> then)
    {
        job.setAutoDelete(true);
        job.setInsecureFallback(false);
        job.setKey(QString::fromStdString(key));
        connect(&job, &QKeychain::Job::finished, this, [context = QPointer<QObject>(context), then = std::move(then)] {
            if (context)
                then();
        });
        job.start();
    }
    static Error refusal(const QKeychain::Job &job)
    {
        return {Problem::AccessDenied, "the keychain did not give access", job.errorString().toStdString(),
            "Unlock the keychain of your desktop and try again."};
    }
    Secrets *fallBack(const QKeychain::Job &job)
    {
        if (!m_memory)
            giveUp("the keychain does not answer: " + job.errorString().toStdString());
        return m_memory.get();
    }
    void giveUp(const std::string &reason)
    {
        m_memory = memorySecrets(reason);
        emit lastingChanged();
    }
    std::shared_ptr<Secrets> m_memory;
};

} // namespace

void wipe(std::string &secret)
{
    for (volatile char &c : secret) // volatile: a plain loop before the end of life would be removed
        c = 0;
    secret.clear();
}

std::shared_ptr<Secrets> memorySecrets(const std::string &reason) { return std::make_shared<MemorySecrets>(reason); }
std::shared_ptr<Secrets> openSecrets() { return std::make_shared<KeychainSecrets>(); }

} // namespace profile
