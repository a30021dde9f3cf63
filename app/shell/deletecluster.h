// SPDX-License-Identifier: GPL-3.0-or-later
// Asks before a cluster is deleted from this workstation: what is forgotten, what stays on its servers, and its name typed.
#pragma once
#include "core/base/result.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace profile {
struct Entry;
}

namespace shell {

class Notice;

class DeleteCluster : public QDialog {
    Q_OBJECT
public:
    /// `against`: why it may not be deleted now; empty when it may.
    DeleteCluster(const profile::Entry &entry, const QString &against, QWidget *parent);
    void refuse(const base::Error &error); ///< stays open and says why

signals:
    void wanted();

private:
    QLineEdit *m_typed;
    Notice *m_notice;
    QPushButton *m_go;
};

} // namespace shell
