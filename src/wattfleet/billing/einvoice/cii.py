"""A document as UN/CEFACT Cross Industry Invoice D16B, for Factur-X (and XRechnung).

The order of elements is that of the D16B schemas; which term goes where is EN 16931-3-3.
"""

from base64 import b64encode
from datetime import date

from wattfleet.billing.document import (
    Address,
    Bankgiro,
    Card,
    Category,
    Change,
    DirectDebit,
    Document,
    Line,
    Means,
    Party,
    Period,
    SortCode,
    Transfer,
    Vat,
)
from wattfleet.billing.einvoice.terms import terms_as_written
from wattfleet.billing.einvoice.words import (
    compact,
    means_code,
    millionths,
    percent,
    quantity,
    told_attributes,
)
from wattfleet.billing.einvoice.xml import Writer, clean
from wattfleet.billing.profile import Profile
from wattfleet.billing.totals import Totals, line_net, totals_of
from wattfleet.kernel.money import Money

_UNECE = "urn:un:unece:uncefact:data:standard:"


def cii(document: Document, profile: Profile = Profile.EN16931) -> bytes:
    """The document in CII; the caller has asked `problems_of` before."""
    x = Writer(
        "rsm:CrossIndustryInvoice",
        {
            "rsm": f"{_UNECE}CrossIndustryInvoice:100",
            "ram": f"{_UNECE}ReusableAggregateBusinessInformationEntity:100",
            "udt": f"{_UNECE}UnqualifiedDataType:100",
            "qdt": f"{_UNECE}QualifiedDataType:100",
        },
    )
    totals = totals_of(document)
    with x.inside("rsm:ExchangedDocumentContext"):
        x.nested("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID", profile.process)
        x.nested("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", profile.specification)
    with x.inside("rsm:ExchangedDocument"):
        x.leaf("ram:ID", document.number)
        x.leaf("ram:TypeCode", document.kind.value)
        _day(x, "ram:IssueDateTime", document.issued)
        for note in document.notes:
            x.nested("ram:IncludedNote/ram:Content", note)
    with x.inside("rsm:SupplyChainTradeTransaction"):
        for line in document.lines:
            _line(x, document, line)
        _agreement(x, document)
        _delivery(x, document)
        with x.inside("ram:ApplicableHeaderTradeSettlement"):
            _settlement(x, document, totals, with_rate=profile is Profile.XRECHNUNG)
    return x.bytes()


def _day(x: Writer, tag: str, day: date) -> None:
    x.nested(f"{tag}/udt:DateTimeString", compact(day), format="102")


def _line(x: Writer, document: Document, line: Line) -> None:
    with x.inside("ram:IncludedSupplyChainTradeLineItem"):
        with x.inside("ram:AssociatedDocumentLineDocument"):
            x.leaf("ram:LineID", line.id)
            x.nested("ram:IncludedNote/ram:Content", line.note)
        with x.inside("ram:SpecifiedTradeProduct"):
            x.leaf("ram:SellerAssignedID", line.seller_item)
            x.leaf("ram:Name", line.name)
            x.leaf("ram:Description", line.said)
            for name, value in told_attributes(line):
                with x.inside("ram:ApplicableProductCharacteristic"):
                    x.leaf("ram:Description", name)
                    x.leaf("ram:Value", value)
        with x.inside("ram:SpecifiedLineTradeAgreement"):
            x.nested("ram:BuyerOrderReferencedDocument/ram:LineID", line.order_line)
            with x.inside("ram:NetPriceProductTradePrice"):
                x.leaf("ram:ChargeAmount", millionths(line.price.micro))
                if line.price.base is not None:
                    x.leaf("ram:BasisQuantity", quantity(line.price.base), unitCode=line.price.base.unit)
        with x.inside("ram:SpecifiedLineTradeDelivery"):
            x.leaf("ram:BilledQuantity", quantity(line.quantity), unitCode=line.quantity.unit)
        with x.inside("ram:SpecifiedLineTradeSettlement"):
            _line_settlement(x, document, line)


def _line_settlement(x: Writer, document: Document, line: Line) -> None:
    with x.inside("ram:ApplicableTradeTax"):
        _category(x, line.vat)
    _period(x, line.period)
    for change in line.changes:
        _change(x, change)
    net = str(line_net(line, document.currency))
    x.nested("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", net)
    if clean(line.object_id):
        with x.inside("ram:AdditionalReferencedDocument"):
            x.leaf("ram:IssuerAssignedID", line.object_id)
            x.leaf("ram:TypeCode", "130")
    x.nested("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", line.cost_centre)


def _category(x: Writer, vat: Vat) -> None:
    x.leaf("ram:TypeCode", "VAT")
    x.leaf("ram:CategoryCode", vat.category.value)
    if vat.category is not Category.OUTSIDE:
        x.leaf("ram:RateApplicablePercent", percent(vat))


def _period(x: Writer, period: Period | None) -> None:
    if period is not None:
        with x.inside("ram:BillingSpecifiedPeriod"):
            _day(x, "ram:StartDateTime", period.first)
            _day(x, "ram:EndDateTime", period.last)


def _change(x: Writer, change: Change) -> None:
    with x.inside("ram:SpecifiedTradeAllowanceCharge"):
        x.nested("ram:ChargeIndicator/udt:Indicator", "true" if change.is_charge else "false")
        x.leaf("ram:ActualAmount", str(change.amount))
        x.leaf("ram:ReasonCode", change.reason_code)
        x.leaf("ram:Reason", change.reason)
        if change.vat is not None:
            with x.inside("ram:CategoryTradeTax"):
                _category(x, change.vat)


def _agreement(x: Writer, document: Document) -> None:
    references = document.references
    with x.inside("ram:ApplicableHeaderTradeAgreement"):
        x.leaf("ram:BuyerReference", references.buyer)
        with x.inside("ram:SellerTradeParty"):
            _party(x, document.seller, is_seller=True)
        with x.inside("ram:BuyerTradeParty"):
            _party(x, document.buyer, is_seller=False)
        x.nested("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID", references.order)
        x.nested("ram:ContractReferencedDocument/ram:IssuerAssignedID", references.contract)
        for one in document.attachments:
            with x.inside("ram:AdditionalReferencedDocument"):
                x.leaf("ram:IssuerAssignedID", one.id)
                x.leaf("ram:TypeCode", "916")
                x.leaf("ram:Name", one.description)
                x.leaf(
                    "ram:AttachmentBinaryObject",
                    b64encode(one.content).decode(),
                    mimeCode=one.media_type,
                    filename=one.file_name,
                )
        if clean(references.project):
            with x.inside("ram:SpecifiedProcuringProject"):
                x.leaf("ram:ID", references.project)
                x.leaf("ram:Name", "Project reference")  # the schema demands a name, EN 16931 has none


def _party(x: Writer, party: Party, *, is_seller: bool) -> None:
    if party.id is not None:
        x.leaf("ram:GlobalID" if party.id.scheme else "ram:ID", party.id.value, schemeID=party.id.scheme)
    x.leaf("ram:Name", party.name)
    if is_seller:
        x.leaf("ram:Description", party.legal_form)
    if party.legal_id is not None or party.trading_name:
        with x.inside("ram:SpecifiedLegalOrganization"):
            if party.legal_id is not None:
                x.leaf("ram:ID", party.legal_id.value, schemeID=party.legal_id.scheme)
            x.leaf("ram:TradingBusinessName", party.trading_name)
    contact = party.contact
    if contact is not None:
        with x.inside("ram:DefinedTradeContact"):
            x.leaf("ram:PersonName", contact.name)
            x.nested("ram:TelephoneUniversalCommunication/ram:CompleteNumber", contact.phone)
            x.nested("ram:EmailURIUniversalCommunication/ram:URIID", contact.email)
    _address(x, party.address)
    if party.endpoint is not None:
        x.nested(
            "ram:URIUniversalCommunication/ram:URIID", party.endpoint.value, schemeID=party.endpoint.scheme
        )
    x.nested("ram:SpecifiedTaxRegistration/ram:ID", party.vat_id, schemeID="VA")
    if is_seller:
        x.nested("ram:SpecifiedTaxRegistration/ram:ID", party.tax_number, schemeID="FC")


def _address(x: Writer, address: Address) -> None:
    with x.inside("ram:PostalTradeAddress"):
        x.leaf("ram:PostcodeCode", address.post_code)
        x.leaf("ram:LineOne", address.street)
        x.leaf("ram:LineTwo", address.more)
        x.leaf("ram:LineThree", address.line3)
        x.leaf("ram:CityName", address.city)
        x.leaf("ram:CountryID", address.country)
        x.leaf("ram:CountrySubDivisionName", address.region)


def _delivery(x: Writer, document: Document) -> None:
    delivery = document.delivery
    if delivery is None:
        x.empty("ram:ApplicableHeaderTradeDelivery")
        return
    with x.inside("ram:ApplicableHeaderTradeDelivery"):
        if delivery.address is not None or delivery.name:
            with x.inside("ram:ShipToTradeParty"):
                x.leaf("ram:Name", delivery.name)
                if delivery.address is not None:
                    _address(x, delivery.address)
        if delivery.day is not None:
            with x.inside("ram:ActualDeliverySupplyChainEvent"):
                _day(x, "ram:OccurrenceDateTime", delivery.day)


def _settlement(x: Writer, document: Document, totals: Totals, *, with_rate: bool) -> None:
    """`with_rate`: XRechnung wants the rate of what is outside the scope of VAT too (BR-DE-14)."""
    payment = document.payment
    debit = next((one for one in payment.means if isinstance(one, DirectDebit)), None)
    x.leaf("ram:CreditorReferenceID", debit.creditor if debit else "")
    x.leaf("ram:PaymentReference", payment.reference)
    if document.vat_in is not None:
        x.leaf("ram:TaxCurrencyCode", document.vat_in.currency.code)
    x.leaf("ram:InvoiceCurrencyCode", document.currency.code)
    for means in payment.means:
        with x.inside("ram:SpecifiedTradeSettlementPaymentMeans"):
            x.leaf("ram:TypeCode", means_code(means))
            _account(x, means)
    for row in totals.rows:
        with x.inside("ram:ApplicableTradeTax"):
            x.leaf("ram:CalculatedAmount", str(row.amount))
            x.leaf("ram:TypeCode", "VAT")
            x.leaf("ram:ExemptionReason", row.vat.reason)
            x.leaf("ram:BasisAmount", str(row.before_vat))
            x.leaf("ram:CategoryCode", row.vat.category.value)
            x.leaf("ram:ExemptionReasonCode", row.vat.reason_code)
            if row.vat.category is not Category.OUTSIDE or with_rate:
                x.leaf("ram:RateApplicablePercent", percent(row.vat))
    _period(x, document.period)
    for change in document.changes:
        _change(x, change)
    if payment.terms or payment.due or debit:
        with x.inside("ram:SpecifiedTradePaymentTerms"):
            x.verbatim("ram:Description", terms_as_written(payment.terms))
            if payment.due:
                _day(x, "ram:DueDateDateTime", payment.due)
            x.leaf("ram:DirectDebitMandateID", debit.mandate if debit else "")
    with x.inside("ram:SpecifiedTradeSettlementHeaderMonetarySummation"):
        _summation(x, document, totals)
    for preceding in document.preceding:
        with x.inside("ram:InvoiceReferencedDocument"):
            x.leaf("ram:IssuerAssignedID", preceding.number)
            if preceding.issued:
                day = compact(preceding.issued)
                x.nested("ram:FormattedIssueDateTime/qdt:DateTimeString", day, format="102")
    x.nested("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", document.references.cost_centre)


def _account(x: Writer, means: Means) -> None:
    match means:
        case Card():
            with x.inside("ram:ApplicableTradeSettlementFinancialCard"):
                x.leaf("ram:ID", means.last_digits)
                x.leaf("ram:CardholderName", means.holder)
        case DirectDebit():
            x.nested("ram:PayerPartyDebtorFinancialAccount/ram:IBANID", means.iban)
        case Transfer():
            with x.inside("ram:PayeePartyCreditorFinancialAccount"):
                x.leaf("ram:IBANID", means.iban)
                x.leaf("ram:AccountName", means.account_name)
            x.nested("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", means.bic)
        case Bankgiro():
            _national(x, means.number, means.account_name, "SE:BANKGIRO")
        case SortCode():
            _national(x, means.account, means.account_name, means.sort_code)


def _national(x: Writer, account: str, name: str, branch: str) -> None:
    with x.inside("ram:PayeePartyCreditorFinancialAccount"):
        x.leaf("ram:AccountName", name)
        x.leaf("ram:ProprietaryID", account)
    x.nested("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", branch)


def _summation(x: Writer, document: Document, totals: Totals) -> None:
    x.leaf("ram:LineTotalAmount", str(totals.lines))
    if document.changes:
        x.leaf("ram:ChargeTotalAmount", str(totals.charges))
        x.leaf("ram:AllowanceTotalAmount", str(totals.allowances))
    x.leaf("ram:TaxBasisTotalAmount", str(totals.before_vat))
    _money(x, "ram:TaxTotalAmount", totals.vat)
    if document.vat_in is not None:
        _money(x, "ram:TaxTotalAmount", document.vat_in)
    if document.rounding is not None:
        x.leaf("ram:RoundingAmount", str(totals.rounding))
    x.leaf("ram:GrandTotalAmount", str(totals.with_vat))
    if document.paid is not None:
        x.leaf("ram:TotalPrepaidAmount", str(totals.paid))
    x.leaf("ram:DuePayableAmount", str(totals.due))


def _money(x: Writer, tag: str, money: Money) -> None:
    x.leaf(tag, str(money), currencyID=money.currency.code)
