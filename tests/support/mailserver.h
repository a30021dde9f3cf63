// SPDX-License-Identifier: GPL-3.0-or-later
// An SMTP server and a web server as small as a test needs them, with a throw-away certificate where TLS is spoken.
#pragma once
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTcpServer>
#include <vector>

namespace support {

struct Certificate {
    QString certificateFile, keyFile;
    bool good() const { return !certificateFile.isEmpty(); }
    /// Of "localhost", signed by itself. Not good() where there is no openssl program or Qt has no TLS.
    static Certificate made(const QString &directory)
    {
        Certificate one{directory + "/certificate.pem", directory + "/key.pem"};
        if (!QSslSocket::supportsSsl() || QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
            return {};
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"), {"req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", one.keyFile, "-out", one.certificateFile});
        openssl.waitForFinished(30'000);
        return openssl.exitCode() == 0 ? one : Certificate();
    }
};

/// Lines of any kind over plain or encrypted sockets; what they mean is the derived class's.
class LineServer : public QTcpServer {
public:
    LineServer(const Certificate &certificate, bool tls)
        : m_tls(tls)
    {
        if (certificate.good()) {
            QFile certificateFile(certificate.certificateFile), keyFile(certificate.keyFile);
            if (certificateFile.open(QFile::ReadOnly) && keyFile.open(QFile::ReadOnly)) {
                m_certificate = QSslCertificate(&certificateFile);
                m_key = QSslKey(&keyFile, QSsl::Rsa);
            }
        }
        listen(QHostAddress::LocalHost);
    }
    int port() const { return serverPort(); }

protected:
    struct Line {
        QByteArray waiting; ///< read, and no whole line yet
        bool data = false, login = false;
        QByteArray user, head, body;
        QString from;
        QStringList to;
        qsizetype length = -1;
    };
    virtual void greeted(QSslSocket &) { }
    virtual void read(QSslSocket &socket, Line &line) = 0;
    bool hasCertificate() const { return !m_certificate.isNull(); }
    void encrypt(QSslSocket &socket)
    {
        socket.setLocalCertificate(m_certificate);
        socket.setPrivateKey(m_key);
        socket.startServerEncryption();
    }
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QSslSocket(this);
        socket->setSocketDescriptor(descriptor);
        auto line = std::make_shared<Line>();
        connect(socket, &QSslSocket::readyRead, this, [this, socket, line] {
            line->waiting += socket->readAll();
            read(*socket, *line);
        });
        connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
        if (m_tls) {
            connect(socket, &QSslSocket::encrypted, this, [this, socket] { greeted(*socket); });
            encrypt(*socket);
        } else {
            greeted(*socket);
        }
    }

private:
    bool m_tls;
    QSslCertificate m_certificate;
    QSslKey m_key;
};

/// Offers STARTTLS when it has a certificate. The login is ada with s3cret.
class MailServer final : public LineServer {
public:
    struct Taken {
        QString from;
        QStringList to;
        QByteArray text, login;
        bool encrypted = false;
    };
    using LineServer::LineServer;
    const std::vector<Taken> &mails() const { return m_mails; }
    void refuseNext(int times) { m_refuse = times; } ///< with 451, after the text

protected:
    void greeted(QSslSocket &socket) override { socket.write("220 mail.test ESMTP\r\n"); }
    void read(QSslSocket &socket, Line &line) override
    {
        for (qsizetype end = line.waiting.indexOf("\r\n"); end >= 0; end = line.waiting.indexOf("\r\n")) {
            const QByteArray one = line.waiting.left(end);
            line.waiting.remove(0, end + 2);
            line.data ? text(socket, line, one) : command(socket, line, one);
        }
    }

private:
    void text(QSslSocket &socket, Line &line, const QByteArray &one)
    {
        if (one != ".") {
            line.body += (one.startsWith("..") ? one.mid(1) : one) + "\r\n";
            return;
        }
        line.data = false;
        if (m_refuse > 0) {
            --m_refuse;
            socket.write("451 try again later\r\n");
            return;
        }
        m_mails.push_back({line.from, line.to, line.body, line.user, socket.isEncrypted()});
        socket.write("250 taken\r\n");
    }
    static QString address(const QByteArray &one) { return QString::fromUtf8(one.mid(one.indexOf('<') + 1, one.indexOf('>') - one.indexOf('<') - 1)); }
    void login(QSslSocket &socket, Line &line, const QByteArray &base64)
    {
        const QList<QByteArray> parts = QByteArray::fromBase64(base64).split('\0');
        line.user = parts.size() == 3 ? parts[1] + "/" + parts[2] : QByteArray();
        socket.write(line.user == "ada/s3cret" ? "235 welcome\r\n" : "535 go away\r\n");
    }
    void command(QSslSocket &socket, Line &line, const QByteArray &one)
    {
        const QByteArray verb = one.left(4).toUpper();
        if (line.login) {
            line.login = false;
            return login(socket, line, one);
        }
        if (verb == "EHLO") {
            const bool offer = hasCertificate() && !socket.isEncrypted();
            socket.write(QByteArray("250-mail.test\r\n") + (offer ? "250-STARTTLS\r\n" : "") + (socket.isEncrypted() ? "250-AUTH PLAIN\r\n" : "") + "250 8BITMIME\r\n");
        } else if (verb == "STAR") {
            socket.write("220 go on\r\n");
            socket.flush();
            encrypt(socket);
        } else if (verb == "AUTH") {
            const QList<QByteArray> words = one.split(' ');
            if (words.size() > 2)
                return login(socket, line, words[2]);
            line.login = true;
            socket.write("334 \r\n");
        } else if (verb == "MAIL") {
            line.from = address(one);
            line.to.clear();
            line.body.clear();
            socket.write("250 ok\r\n");
        } else if (verb == "RCPT") {
            line.to << address(one);
            socket.write("250 ok\r\n");
        } else if (verb == "DATA") {
            line.data = true;
            socket.write("354 go on\r\n");
        } else if (verb == "QUIT") {
            socket.write("221 bye\r\n");
            socket.disconnectFromHost();
        } else {
            socket.write("250 ok\r\n");
        }
    }

    std::vector<Taken> m_mails;
    int m_refuse = 0;
};

class WebServer final : public LineServer {
public:
    struct Post {
        QByteArray head, body;
    };
    using LineServer::LineServer;
    const std::vector<Post> &posts() const { return m_posts; }
    void answerNext(const QByteArray &status) { m_next = status; } ///< instead of "200 OK"

protected:
    void read(QSslSocket &socket, Line &line) override
    {
        const qsizetype end = line.waiting.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = line.waiting.left(end);
        const qsizetype at = head.toLower().indexOf("content-length:");
        const qsizetype length = at < 0 ? 0 : head.mid(at + 15, head.indexOf('\r', at) < 0 ? -1 : head.indexOf('\r', at) - at - 15).trimmed().toLongLong();
        if (line.waiting.size() < end + 4 + length)
            return;
        m_posts.push_back({head, line.waiting.mid(end + 4, length)});
        line.waiting.clear();
        socket.write("HTTP/1.1 " + m_next + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        m_next = "200 OK";
        socket.disconnectFromHost();
    }

private:
    std::vector<Post> m_posts;
    QByteArray m_next = "200 OK";
};

} // namespace support
