// SPDX-License-Identifier: GPL-3.0-or-later
// A page in the middle of the window. One widget a kind of place; open() points it at an object.
#pragma once
#include "app/shell/desk.h"

#include <QWidget>

class QLineEdit;

namespace shell {

class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(Desk &desk, const QString &objectName);

    /// Shows this place; called again with the same place when a new World came.
    virtual void open(const Place &place) = 0;
    virtual QString title() const = 0;
    virtual void jobChanged(const jobs::JobId &) { }
    virtual QLineEdit *filterField() const { return nullptr; }

protected:
    Desk &desk() const { return m_desk; }
    Cluster &cluster() const { return m_desk.cluster(); }

private:
    Desk &m_desk;
};

} // namespace shell
