/** Words that printed lines are made of. */

/** Common English words. */
export const commonWords = `
about above account after again airport all also and another any apple april are around artist at august
autumn avenue away back backup balance bathroom battery be because beef been before behind below beside
between big biscuit bitter black blank blanket blue both bottle bread bridge bright brown but butter
button buzz by cable camera can carpet cashier cat caution chair charger cheese chicken chocolate
classic close closed coffee color come cookie corner could coupon customer daily danger dark day
december delivery deposit did different discount do doctor does door double down download driver each
edge empty engineer enter envelope eraser error evening every exit extra far february few find first
fish fjord for fork fresh friday front frozen full garden gazette get give glass gloves go golden good
green grey guest had half harbour has have he heavy help her here high him his honey hospital hot hotel
hours if install into it jacket jade january jockey juice july jumps june jungle just keyboard king
kitchen knife know lamp large last lazy left lemon less library light like limited line little local
long look low made make man manager many march market maybe me mean member memory middle milk mirror
modern monday monitor month more morning most move much muffin museum must my name natural near network
never new next night no noisy noodle not notice november now number nurse october of off office old one
onion only open opening or orange organic original other our out over own oxygen paper part password
pasta payment pencil people pepper picture pillow pink pixel place plate player please point pork potato
premium printer private public pull pupil purple push put puzzle quartz queen question quick quiet read
red refund region rice right road room router salad salt same saturday sauce scanner scarf scene school
screen see seems september server service she should show shrimp side signal silver similar simple
single small so some sorry soup special sphinx spoon spring square stamp station steak still street such
sugar summer sunday sure sweater sweet table take tea teacher tell text than thank that theatre their
them then these they thing think this those through thursday ticket time to toast today together tomato
too top toward tripod trousers tuesday two under until up update upper use vanilla version very view
vortex voucher waffle wallet waltz want warning was water way we wednesday week weekly well were what
when where while white who whole why will window wine winner winter with without wizard word would wrong
yacht year yellow yes yet yogurt you your zebra zigzag zipper`
  .trim()
  .split(/\s+/);

/** Names of people. */
export const names = `
Adams Ahmed Anna Baker Bauer Carla Chen Clara Costa Daniel Diaz Elena Emil Evans Felix Garcia Grace
Hanna Hugo Ivan Jack Jones Kim Klein Laura Lee Leon Lopez Maria Martin Meyer Mia Mueller Nadia Nguyen
Noah Olga Oscar Patel Paula Quinn Rosa Ruth Sara Schmidt Silva Smith Sofia Tanaka Thomas Ursula Victor
Wagner Walter Weber Wong Xavier Yusuf Zoe`
  .trim()
  .split(/\s+/);

/** Words of receipts and forms, as they are printed there. */
export const printedWords = `
TOTAL SUBTOTAL CASH CHANGE TAX VAT GST QTY ITEM PRICE AMOUNT DATE TIME INVOICE RECEIPT ORDER TABLE CARD
VISA DEBIT CREDIT ROUNDING DISCOUNT SALE DUE PAID BALANCE NO REF TEL FAX EACH PCS KG LTD CO INC SDN BHD
THANK YOU PLEASE COME AGAIN`
  .trim()
  .split(/\s+/);
