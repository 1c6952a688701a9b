"""The routes of people, their links and their sign-ins."""

from wattfleet.access.people import PersonChange, PersonWish
from wattfleet.access.roles import Area, Deed
from wattfleet.api import people
from wattfleet.api.people import LinkView, LinkWish, PersonQuery, PersonView, SignInQuery, SignInView
from wattfleet.api.route import About, Nothing, Route, route

READ, WRITE = Deed(Area.PEOPLE), Deed(Area.PEOPLE, write=True)
_LINK = (
    "It is shown once, opens once, and ends after `hours` (24 where nothing is said). A new one takes the "
    "place of one that was not used."
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/people",
        people.list_people,
        deed=READ,
        body=Nothing,
        query=PersonQuery,
        about=About(summary="The people of this tenant", answer=PersonView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/people",
        people.create,
        deed=WRITE,
        body=PersonWish,
        query=Nothing,
        about=About(
            summary="Add a person",
            description="She signs in by a link that is made for her: POST /api/v1/people/{id}/link.",
            answer=PersonView,
            status=201,
            example='{"name": "Anna Lind", "role": "operator", "language": "sv"}',
            versioned=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/people/{id}",
        people.show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One person", answer=PersonView, versioned=True),
    ),
    route(
        "PATCH",
        "/api/v1/people/{id}",
        people.change,
        deed=WRITE,
        body=PersonChange,
        query=Nothing,
        about=About(
            summary="Change, block or unblock a person",
            description="A new role holds from her next request on; `blocked` ends her sign-ins and links.",
            answer=PersonView,
            example='{"role": "viewer"}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "DELETE",
        "/api/v1/people/{id}",
        people.remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Remove a person; what she did keeps her name", status=204, versioned=True, refuses=(409,)
        ),
    ),
    route(
        "POST",
        "/api/v1/people/{id}/link",
        people.link_person,
        deed=WRITE,
        body=LinkWish,
        query=Nothing,
        about=About(
            summary="A one-time link that signs her in",
            description=_LINK,
            answer=LinkView,
            status=201,
            example='{"hours": 24}',
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/tokens/{id}/link",
        people.link_token,
        deed=WRITE,
        body=LinkWish,
        query=Nothing,
        about=About(
            summary="A one-time link that opens the driver's app for this token",
            description=_LINK,
            answer=LinkView,
            status=201,
            example='{"hours": 24}',
        ),
    ),
    route(
        "DELETE",
        "/api/v1/tokens/{id}/sign-ins",
        people.end_of_token,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Sign the token's driver out everywhere", status=204),
    ),
    route(
        "GET",
        "/api/v1/people/{id}/sign-ins",
        people.list_of_person,
        deed=READ,
        body=Nothing,
        query=SignInQuery,
        about=About(summary="Where a person is signed in", answer=SignInView, paged=True),
    ),
    route(
        "DELETE",
        "/api/v1/people/{id}/sign-ins",
        people.end_of_person,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Sign a person out everywhere", status=204),
    ),
    route(
        "GET",
        "/api/v1/sign-ins",
        people.list_all,
        deed=READ,
        body=Nothing,
        query=SignInQuery,
        about=About(summary="Who is signed in where, drivers too", answer=SignInView, paged=True),
    ),
    route(
        "DELETE",
        "/api/v1/sign-ins/{id}",
        people.end_one,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="End a sign-in", status=204),
    ),
)
