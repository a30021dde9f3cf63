// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for what is on the face of a cluster: its name, its colour, and, of a new one, whether it is a production cluster.
#pragma once
#include "core/base/result.h"

#include <QDialog>

class QAbstractButton;
class QButtonGroup;
class QCheckBox;
class QLineEdit;

namespace shell {

class Notice;

class ClusterDialog : public QDialog {
    Q_OBJECT
public:
    ClusterDialog(const QString &title, const QString &action, QWidget *parent);
    /// Of one that is there: without the question about production.
    void setFace(const QString &name, const QString &colour);
    void refuse(const base::Error &error); ///< stays open and says why

signals:
    void wanted(const QString &name, const QString &colour, bool production);

private:
    QLineEdit *m_name;
    QButtonGroup *m_colours;
    QCheckBox *m_production;
    Notice *m_notice;
};

} // namespace shell
