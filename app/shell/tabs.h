// SPDX-License-Identifier: GPL-3.0-or-later
// Words with a line under the one that is shown, on a hairline.
#pragma once
#include <QTabBar>

namespace shell {

class Tabs : public QTabBar {
    Q_OBJECT
public:
    explicit Tabs(const QString &objectName, QWidget *parent = nullptr);

protected:
    QSize tabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    int m_hot = -1;
};

} // namespace shell
