import { IsInt, IsString, Length, Min } from 'class-validator';
import { Schema } from 'mongoose';

export class Invoice {
  @IsString()
  @Length(1, 40)
  number!: string;

  @IsString()
  @Length(1, 100)
  customer!: string;

  @IsInt()
  @Min(0)
  cents!: number;
}

export const invoiceSchema = new Schema<Invoice>({
  number: { type: String, required: true },
  customer: { type: String, required: true },
  cents: { type: Number, required: true },
});
/** In each organization: two of them may have the same number. */
invoiceSchema.index({ number: 1 }, { unique: true });
