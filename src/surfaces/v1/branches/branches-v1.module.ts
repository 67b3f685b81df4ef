import { Module } from '@nestjs/common';
import { BranchesModule } from '../../../modules/branches/branches.module.js';
import { BranchesController } from './branches.controller.js';

@Module({ imports: [BranchesModule], controllers: [BranchesController] })
export class BranchesV1Module {}
