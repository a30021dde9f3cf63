// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/label.h"

#include <QCache>
#include <QPainter>
#include <QStaticText>
#include <QStyle>

namespace charts {

namespace {
constexpr int keptTexts = 500; // some pages of charts
}

void paintLabel(QPainter &painter, const QRect &where, Qt::Alignment alignment, const QString &text)
{
    static QCache<std::pair<QFont, QString>, QStaticText> kept(keptTexts);
    const std::pair<QFont, QString> key(painter.font(), text);
    QStaticText *made = kept.object(key);
    if (made == nullptr) {
        made = new QStaticText(text);
        made->setTextFormat(Qt::PlainText);
        made->setPerformanceHint(QStaticText::AggressiveCaching);
        made->prepare({}, painter.font());
        kept.insert(key, made);
    }
    painter.drawStaticText(QStyle::alignedRect(Qt::LeftToRight, alignment, made->size().toSize(), where).topLeft(), *made);
}

} // namespace charts
