import { Module } from '@nestjs/common';
import { BranchesModule } from '../../../modules/branches/branches.module.js';
import { BranchesController } from './branches.controller.js';
import { ProgressModule } from '../progress/progress.module.js';

@Module({ imports: [BranchesModule, ProgressModule], controllers: [BranchesController] })
export class BranchesV1Module {}
