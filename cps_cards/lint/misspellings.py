"""Common misspellings and what was meant; no wrong form is a word or a name of its own."""

from __future__ import annotations

_PAIRS = (
    "abuot:about accomodate:accommodate accomodation:accommodation accross:across "
    "acheive:achieve acheived:achieved adn:and adress:address adresses:addresses "
    "advocasy:advocacy advocat:advocate agian:again agressive:aggressive alos:also alot:a_lot "
    "alwasy:always amoung:among anual:annual apparant:apparent appearence:appearance "
    "arent:aren't arguement:argument aslo:also assesment:assessment assistence:assistance "
    "attendence:attendance attitide:attitude autonmy:autonomy autonomey:autonomy "
    "availible:available avaliable:available awarness:awareness basicly:basically "
    "beacuse:because becasue:because becuase:because befor:before beggining:beginning "
    "begining:beginning beleif:belief beleive:believe benifit:benefit betwen:between "
    "beween:between boundries:boundaries boundry:boundary buisness:business calender:calendar "
    "catagory:category cemetary:cemetery certfied:certified certifed:certified "
    "certificaton:certification changable:changeable cheif:chief chidren:children "
    "childern:children claer:clear collegue:colleague comming:coming commision:commission "
    "commitee:committee committment:commitment compasion:compassion completly:completely "
    "comunication:communication comunity:community concensus:consensus concious:conscious "
    "confidental:confidential confidentality:confidentiality confidentialty:confidentiality "
    "consern:concern consistant:consistent conveniant:convenient copeing:coping coudl:could "
    "couldnt:couldn't counsler:counselor criticle:critical critisize:criticize "
    "decieve:deceive decison:decision definate:definite definately:definitely "
    "definitly:definitely depresion:depression descision:decision desicion:decision "
    "develope:develop developement:development dicision:decision didnt:didn't "
    "diferent:different diffrent:different dignitiy:dignity dilema:dilemma disapear:disappear "
    "disapoint:disappoint disatisfied:dissatisfied disclosue:disclosure "
    "disclousure:disclosure discrimminate:discriminate dissapear:disappear "
    "dissapoint:disappoint doesnt:doesn't dont:don't eachother:each_other elegible:eligible "
    "eligable:eligible embarass:embarrass embarassed:embarrassed empathetics:empathetic "
    "emphaty:empathy enviroment:environment enviromental:environmental equiped:equipped "
    "equivelant:equivalent ethicly:ethically exagerate:exaggerate excelent:excellent "
    "excercise:exercise excpet:except exemple:example exept:except existance:existence "
    "experiance:experience expierence:experience explaination:explanation exsist:exist "
    "extreem:extreme facilitater:facilitator familar:familiar febuary:february "
    "finacial:financial finaly:finally foriegn:foreign fourty:forty foward:forward "
    "freind:friend freinds:friends fufill:fulfill fullfill:fulfill fundemental:fundamental "
    "garantee:guarantee gaurdian:guardian genral:general goverment:government "
    "greatful:grateful greivance:grievance guardain:guardian guarentee:guarantee "
    "guidence:guidance hapiness:happiness happend:happened harrass:harass "
    "harrassment:harassment heigth:height heirarchy:hierarchy helpfull:helpful heros:heroes "
    "hospitilized:hospitalized hospitol:hospital hte:the humerous:humorous "
    "hypocracy:hypocrisy idenity:identity identitiy:identity imediate:immediate "
    "imediately:immediately immediatly:immediately importent:important "
    "incidently:incidentally inconvient:inconvenient independance:independence "
    "independant:independent indispensible:indispensable individiual:individual "
    "influance:influence infomation:information informations:information inital:initial "
    "integrety:integrity inteligence:intelligence interferance:interference "
    "intergrity:integrity interupt:interrupt intresting:interesting irrelevent:irrelevant "
    "isnt:isn't jugdment:judgment knowledgable:knowledgeable knowlege:knowledge lable:label "
    "lables:labels langauge:language layed:laid leasure:leisure lenght:length liason:liaison "
    "libary:library liesure:leisure lisen:listen lisence:license lisening:listening "
    "listenting:listening lonliness:loneliness maintainance:maintenance "
    "maintenence:maintenance managment:management manditated:mandated manditory:mandatory "
    "massachusets:massachusetts massachusettes:massachusetts massachussetts:massachusetts "
    "medecine:medicine mentaly:mentally miniscule:minuscule minumum:minimum "
    "mischievious:mischievous mispell:misspell mispelled:misspelled mutualty:mutuality "
    "naturaly:naturally neccesary:necessary neccessary:necessary necesary:necessary "
    "negelct:neglect neglegt:neglect neglet:neglect neice:niece nieghbor:neighbor "
    "noone:no_one noticable:noticeable nowdays:nowadays obediance:obedience "
    "obligaton:obligation occassion:occasion occurance:occurrence occured:occurred "
    "occurence:occurrence occuring:occurring offical:official oportunity:opportunity "
    "oppinion:opinion oppurtunity:opportunity organisaton:organisation orginal:original "
    "overide:override parrallel:parallel particpant:participant particpate:participate "
    "pasttime:pastime pateint:patient paticular:particular peice:piece peopel:people "
    "pepole:people percieve:perceive perfer:prefer perminent:permanent permision:permission "
    "perpective:perspective perscription:prescription persistant:persistent "
    "personaly:personally personel:personnel perspecitve:perspective persue:pursue "
    "playwrite:playwright poeple:people polocy:policy posession:possession posible:possible "
    "possable:possible potatos:potatoes practicaly:practically preceed:precede "
    "prefered:preferred prefering:preferring presance:presence presense:presence "
    "prevelant:prevalent privelege:privilege priviledge:privilege privte:private "
    "probaly:probably proccess:process proceedure:procedure profesion:profession "
    "profesional:professional proffesional:professional prominant:prominent promiss:promise "
    "protocal:protocol psichology:psychology psycology:psychology publically:publicly "
    "pursuade:persuade pyschiatric:psychiatric pyschiatrist:psychiatrist quesiton:question "
    "questionaire:questionnaire realtionship:relationship realy:really reccomend:recommend "
    "reccovery:recovery recieve:receive recieved:received recieves:receives "
    "recieving:receiving recolect:recollect recomend:recommend recomendation:recommendation "
    "recoverey:recovery recovry:recovery recyle:recycle referal:referral refered:referred "
    "refering:referring regualtion:regulation regulatons:regulations relationshp:relationship "
    "relatonship:relationship relevent:relevant religous:religious remeber:remember "
    "rememberance:remembrance repetoire:repertoire repitition:repetition "
    "reponsible:responsible reportting:reporting represenative:representative repsect:respect "
    "requirment:requirement requirments:requirements resistence:resistance resourse:resource "
    "resourses:resources respectfull:respectful responsability:responsibility "
    "responsable:responsible responsibilty:responsibility restaraunt:restaurant rythm:rhythm "
    "sacrafice:sacrifice saftey:safety scedule:schedule secratary:secretary "
    "selfdetermination:self-determination seperate:separate seperated:separated "
    "seperately:separately seperation:separation shedule:schedule sherif:sheriff "
    "shoudl:should shouldnt:shouldn't sieze:seize similiar:similar simular:similar "
    "sincerly:sincerely situtation:situation sitution:situation skillfull:skillful "
    "soley:solely speach:speech specalist:specialist specialst:specialist sponser:sponsor "
    "statment:statement stoped:stopped strenght:strength strenghts:strengths "
    "substancial:substantial succede:succeed succesful:successful succesfully:successfully "
    "successfull:successful sucess:success sucessful:successful sucide:suicide suicde:suicide "
    "supercede:supersede superceed:supersede supervisior:supervisor supervizor:supervisor "
    "supoprt:support suport:support suported:supported supportted:supported suprise:surprise "
    "surley:surely suspicous:suspicious taht:that teh:the temperary:temporary "
    "tendancy:tendency therapuetic:therapeutic theraputic:therapeutic thier:their "
    "threshhold:threshold throught:through thsi:this tihs:this togehter:together "
    "togther:together tommorow:tomorrow tommorrow:tomorrow tomorow:tomorrow tounge:tongue "
    "tranparency:transparency transparancy:transparency traumatick:traumatic "
    "treatement:treatment truely:truly trully:truly tuesady:tuesday twelth:twelfth "
    "tyrany:tyranny underate:underrate unecessary:unnecessary unforseen:unforeseen "
    "unfortunatly:unfortunately unkown:unknown unneccessary:unnecessary untill:until "
    "unusal:unusual usally:usually usefull:useful useing:using vaccum:vacuum valuble:valuable "
    "visable:visible volentary:voluntary voluntarly:voluntarily voluntery:voluntary "
    "vulnerible:vulnerable waht:what wasnt:wasn't wellbieng:well-being wellfare:welfare "
    "wellnes:wellness wendesday:wednesday wensday:wednesday whith:with whithin:within "
    "wholistic:holistic wich:which wierd:weird wihch:which wiht:with witheld:withheld "
    "withold:withhold withouth:without wonderfull:wonderful woudl:would wouldnt:wouldn't "
    "writen:written writting:writing wtihout:without yeild:yield "
)

MISSPELLINGS: dict[str, str] = {
    wrong: right.replace("_", " ") for wrong, _, right in (p.partition(":") for p in _PAIRS.split())
}

_ES = ("s", "x", "z", "ch", "sh")


def _plurals() -> dict[str, str]:
    """Misspelt words with the ending that their right forms would have in the plural."""
    found: dict[str, str] = {}
    for wrong, right in MISSPELLINGS.items():
        if " " in right or "'" in right or right.endswith(_ES):
            continue
        if right.endswith("y") and right[-2] not in "aeiou":
            if wrong.endswith("y"):
                found[f"{wrong[:-1]}ies"] = f"{right[:-1]}ies"
        elif not wrong.endswith(_ES):
            found[f"{wrong}s"] = f"{right}s"
    return found


FORMS: dict[str, str] = _plurals() | MISSPELLINGS
"""All that is listed, plurals of it too."""

TWO_WORDS: dict[tuple[str, str], str] = {
    (modal, "of"): f"{modal} have" for modal in ("should", "could", "would", "must")
}
