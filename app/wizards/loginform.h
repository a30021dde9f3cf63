// SPDX-License-Identifier: GPL-3.0-or-later
// How to log in: user, way, key, jump host, port. One form for all hosts of an adding, for one host of it, and for a server's
// connection. Fields left empty show greyed what holds then.
#pragma once
#include "app/wizards/intake.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace wizards {

class LoginForm : public QWidget {
    Q_OBJECT
public:
    /// `prefix` begins the object names of the fields: "addservers" gives "addservers.user".
    explicit LoginForm(const QString &prefix, QWidget *parent = nullptr);
    /// Shows the login part of an entry; its name, host and what has no field are kept for entry().
    void setEntry(const profile::ServerEntry &entry);
    profile::ServerEntry entry() const;
    /// Of the hint only what an empty field would mean; `where` says where it comes from ("~/.ssh/config").
    void setHint(const SshHint &hint, const QString &where);
    agentlink::Secret secret() const;
    bool hasSecret() const;
    void clearSecret(); ///< forgets it, the field's own history too
    /// Overwrites those fields of `base` that are filled in here.
    static profile::ServerEntry over(profile::ServerEntry base, const profile::ServerEntry &entry);

signals:
    void changed();

private:
    void addPath(QFormLayout &form, const QString &text, QLineEdit *field, const QString &title);
    void showWay();
    QLineEdit *field(const char *name);

    QString m_prefix;
    profile::ServerEntry m_entry;
    QComboBox *m_way;
    QFormLayout *m_form;
    QLineEdit *m_user, *m_port, *m_identity, *m_certificate, *m_jump, *m_secret;
    QLabel *m_secretName;
    QPushButton *m_showSecret;
};

} // namespace wizards
