import { Module } from '@nestjs/common';
import { PersonsModule } from '../../../modules/persons/persons.module.js';
import { PersonsController } from './persons.controller.js';

@Module({ imports: [PersonsModule], controllers: [PersonsController] })
export class PersonsV1Module {}
